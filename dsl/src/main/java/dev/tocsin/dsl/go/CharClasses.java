package dev.tocsin.dsl.go;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sets of code points that have names. */
final class CharClasses {
  static final CharSet DIGIT = CharSet.range('0', '9');
  static final CharSet SPACE = of("\t\n\f\r ");
  private static final CharSet UPPER = CharSet.range('A', 'Z');
  private static final CharSet LOWER = CharSet.range('a', 'z');
  private static final CharSet ALPHA = CharSet.anyOf(List.of(UPPER, LOWER));
  private static final CharSet ALNUM = CharSet.anyOf(List.of(ALPHA, DIGIT));
  static final CharSet WORD = CharSet.anyOf(List.of(ALNUM, of("_")));

  /** {@code [:alpha:]} and its like. */
  private static final Map<String, CharSet> POSIX =
      Map.ofEntries(
          Map.entry("alnum", ALNUM),
          Map.entry("alpha", ALPHA),
          Map.entry("ascii", CharSet.range(0, 0x7f)),
          Map.entry("blank", of("\t ")),
          Map.entry("cntrl", CharSet.anyOf(List.of(CharSet.range(0, 0x1f), of("\u007f")))),
          Map.entry("digit", DIGIT),
          Map.entry("graph", CharSet.range('!', '~')),
          Map.entry("lower", LOWER),
          Map.entry("print", CharSet.range(' ', '~')),
          Map.entry(
              "punct",
              CharSet.anyOf(
                  List.of(
                      CharSet.range('!', '/'),
                      CharSet.range(':', '@'),
                      CharSet.range('[', '`'),
                      CharSet.range('{', '~')))),
          Map.entry("space", of("\t\n\u000b\f\r ")),
          Map.entry("upper", UPPER),
          Map.entry("word", WORD),
          Map.entry(
              "xdigit",
              CharSet.anyOf(List.of(DIGIT, CharSet.range('A', 'F'), CharSet.range('a', 'f')))));

  /** Unicode's general categories by Java's numbers for them. */
  private static final Map<String, Set<Integer>> CATEGORIES = categories();

  /**
   * The scripts that Go 1.26 knows (Unicode 17). Which characters belong to one is the JDK's
   * knowledge: a script that is newer than the JDK is accepted, and matches nothing.
   */
  private static final String SCRIPTS =
      """
      Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah
      Batak Bengali Beria_Erfe Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid
      Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common
      Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra
      Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian Glagolitic
      Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul
      Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited
      Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi
      Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin
      Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic
      Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui
      Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar
      Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong
      Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic
      Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya
      Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic
      Samaritan Saurashtra Sharada Shavian Siddham Sidetic SignWriting Sinhala Sogdian
      Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le
      Tai_Tham Tai_Viet Tai_Yo Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan
      Tifinagh Tirhuta Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho
      Warang_Citi Yezidi Yi Zanabazar_Square\
      """;

  private static final Set<String> SCRIPT_NAMES = Set.of(SCRIPTS.split("\\s+"));

  private CharClasses() {}

  private static CharSet of(String members) {
    return c -> members.indexOf(c) >= 0;
  }

  private static Map<String, Set<Integer>> categories() {
    String[] names = {
      "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "", "Zs", "Zl", "Zp",
      "Cc", "Cf", "", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"
    };
    Map<String, Set<Integer>> all = new HashMap<>();
    for (int type = 0; type < names.length; type++) {
      String name = names[type];
      if (!name.isEmpty()) {
        all.put(name, Set.of(type));
        all.computeIfAbsent(name.substring(0, 1), letter -> new HashSet<>()).add(type);
      }
    }
    all.put(
        "LC",
        Set.of(
            (int) Character.UPPERCASE_LETTER,
            (int) Character.LOWERCASE_LETTER,
            (int) Character.TITLECASE_LETTER));
    return all;
  }

  /** The set {@code [:name:]}, or null. */
  static @Nullable CharSet posix(String name) {
    return POSIX.get(name);
  }

  /** The set {@code \p{name}}: a general category or a script; or null. */
  static @Nullable CharSet unicode(String name) {
    if (name.equals("Any")) {
      return CharSet.ANY;
    }
    Set<Integer> types = CATEGORIES.get(name);
    if (types != null) {
      return c -> types.contains(Character.getType(c));
    }
    return SCRIPT_NAMES.contains(name) ? script(name) : null;
  }

  private static CharSet script(String name) {
    Character.UnicodeScript script;
    try {
      script = Character.UnicodeScript.forName(name);
    } catch (IllegalArgumentException e) {
      return c -> false; // newer than the JDK
    }
    return c -> Character.UnicodeScript.of(c) == script;
  }
}
