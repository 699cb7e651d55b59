package dev.portage.migration;

/** Whether operations see the values of a flow. */
enum Values {
  /** Maps run on copies of the stored values. */
  REAL,
  /** Maps do not run; they are taken to fill every slot that the target declares. */
  ASSUMED
}
