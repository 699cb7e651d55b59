package dev.portage.migration;

/**
 * Code that is written down as text, such as an expression in a file. A step's digest holds the
 * text, so that a change of it is noticed; of other code it only holds that there is some.
 */
public interface Written {
  /** What is written. */
  String source();
}
