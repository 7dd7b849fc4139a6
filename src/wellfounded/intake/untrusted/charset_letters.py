"""How usual each letter is in running text, per script: what a wrong charset gets wrong first.

Lists written down for this purpose from common knowledge of each script; they only rank candidates.
"""

from __future__ import annotations

from typing import Final

_HAN = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然"
    "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把"
    "机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果"
    "加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔"
    "更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展"
    "马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共"
    "确传师观清今切院让识候带导争运六七八九零号县乡村字请谢"
    "這個們來為國說時會對發後裡種經過學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話東聲員論義幾認條係"
    "恒恆志伟华红丽芳敏静艳勇磊洋刚杰涛超鹏飞李王刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑韩冯邓曹彭曾肖董袁潘蒋蔡余杜叶苏魏"
    "吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝邵钱严武戴莫孔汤劉陳楊趙黃吳孫鄭韓馮"
    "鄧蔣葉蘇呂盧鐘譚陸範賈韋鄒龍賀顧錢嚴湯偉華紅麗靜艷剛傑濤鵬飛"
    "名单證据证據料押释釋警察派监監狱獄登照片视視频頻录錄音件知告字第案号局厅廳所组組员團团信封附件图圖"
    "氣題爾別變總電數報結務場計資統區隊決馬書聽達強難權設則類據邊張該規萬覺術領確傳師觀讓識帶導爭運號縣鄉請謝於"
)
_HANGUL = (
    "이다는에의을가고하지은도로기사한를서그리해자어나시대인아정들과라전일수부게만장보것주구스제여원상성있적으면니까할말"
    "없안녕세요문학교국민우오신생때것같공동방명중년월합위비실경화관조유선미용내분무진당음모두습입더마와개물연소발야"
)
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_UKRAINIAN = "іїєґ"
_KAZAKH = "әғқңөұүһіҗ"
_ARABIC = "اليمونرتبعهدسفقكحجةشصخضذطىأإءئؤغثزظآپچژگ"
_GREEK = "αοιετσνηυρπκμλςδγωχθφβξζψάέήίόύώ"
_HEBREW = "יוהלאתרבמשנדעקחפםןטגכסזצץףך"
_LATIN = "éèêëàâäáãåçîïíóôöòõøúùûüñßæœìÉÈÀÇÖÜÄÁÅÆØÑ"
_CENTRAL = "ěščřžýáíéúůąęłńśźżćőűťďňľĺŕČŘŽŠŁŚŻĆ"
_TURKISH = "ğışçöüİŞĞÇÖÜâî"
_MARKS = "“”‘’„–—…«»°£€§·•©®™½¿¡№、。，！？；：「」『』（）《》【】・،؛؟ـ"

LETTERS: Final[dict[str, float]] = {}
"""Score of a character in running text: 1 is frequent, 0 possible, below 0 unlikely."""


def _fill() -> None:
    """Put the frequent ones last, so that they win over the general score of their block."""
    for first, last, score in (
        (0x80, 0x9F, -3.0),
        (0xA0, 0xBF, -0.4),
        (0xC0, 0x24F, -0.3),
        (0x370, 0x3FF, -0.3),
        (0x400, 0x4FF, -0.4),
        (0x590, 0x5FF, -0.3),
        (0x600, 0x6FF, -0.3),
        (0xE01, 0xE4E, 0.5),
        (0xE4F, 0xE5B, -0.5),
        (0x2500, 0x25FF, -1.0),
        (0x3041, 0x30FE, 0.85),
        (0x4E00, 0x9FFF, -0.25),
        (0xAC00, 0xD7A3, -0.1),
        (0xE000, 0xF8FF, -3.0),
        (0xFF01, 0xFF60, 0.1),
        (0xFF61, 0xFF9F, -0.5),
    ):
        LETTERS.update((chr(code), score) for code in range(first, last + 1))
    for text in (_HAN, _HANGUL):
        LETTERS.update((letter, 1.0) for letter in text)
    LETTERS.update((letter, 0.7) for letter in _LATIN)
    LETTERS.update((letter, 0.6) for letter in _CENTRAL + _TURKISH if letter not in _LATIN)
    LETTERS.update((letter, 0.3) for letter in _MARKS)
    for text in (_RUSSIAN, _ARABIC, _GREEK, _HEBREW):
        LETTERS.update((c, 1.0 - 1.3 * n / len(text)) for n, c in enumerate(text))
    LETTERS.update((c, 0.25) for c in _UKRAINIAN + _KAZAKH)
    for letter in _RUSSIAN + _UKRAINIAN + _KAZAKH + _GREEK:
        LETTERS[letter.upper()] = LETTERS[letter] - 0.2
    LETTERS["\ufffd"] = -3.0
    LETTERS["\u00a0"] = 0.1
    LETTERS["\u3000"] = 0.3


_fill()
