package dev.tutti.xa.jdbc;

/**
 * How a database reads comments, texts and names, as far as databases differ in it.
 *
 * @param nestedComments comments in slash and asterisk nest
 * @param slashComments {@code //} begins a comment
 * @param taggedTexts {@code $tag$} begins a text, not {@code $$} alone
 * @param escapedTexts {@code E'...'} is a text with backslashes
 * @param backquotes a backquote begins a name
 */
record Lexis(
    boolean nestedComments,
    boolean slashComments,
    boolean taggedTexts,
    boolean escapedTexts,
    boolean backquotes) {

  static final Lexis STANDARD = new Lexis(false, false, false, false, true);
  static final Lexis H2 = new Lexis(true, true, false, false, true);
  static final Lexis POSTGRESQL = new Lexis(true, false, true, true, false);
}
