package dev.tocsin.harness.receivers;

/** Makes the words of a mail's HTML readable. */
final class Html {
  private Html() {}

  /** The text without markup, keeping the addresses of links. */
  static String words(String html) {
    return html.replaceAll("(?s)<(style|script|head)\\b.*?</\\1>", " ")
        .replaceAll("<a\\b[^>]*href=\"([^\"]*)\"[^>]*>", " $1 ")
        .replaceAll("(?s)<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("[ \\t\\r]+", " ")
        .replaceAll("( ?\\n)+ ?", "\n")
        .strip();
  }
}
