package dev.portage.cli;

import java.util.regex.Pattern;

/** What nobody should read in a log of a build: passwords in what was typed. */
final class Secrets {
  private static final String INSTEAD = "..";
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)(\\b[\\w.]*(?:password|passwd|pwd|secret|token)=)[^&;'\"\\s]*");
  private static final Pattern BEFORE_HOST = Pattern.compile("//[^/?'\"\\s]*@");
  private static final Pattern URL = Pattern.compile("\\b(jdbc:\\w*|\\w+:/)[^'\"\\s]*");

  private Secrets() {}

  /** The text with two dots for most of each URL, which nobody has looked into yet. */
  static String withoutUrls(String text) {
    return URL.matcher(text).replaceAll("$1" + INSTEAD);
  }

  /** The text with two dots for what passwords are in the URLs in it. */
  static String hidden(String text) {
    String hostsOnly = BEFORE_HOST.matcher(text).replaceAll("//" + INSTEAD + "@");
    return PARAMETER.matcher(hostsOnly).replaceAll("$1" + INSTEAD);
  }
}
