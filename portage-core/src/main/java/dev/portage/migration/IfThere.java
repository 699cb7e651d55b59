package dev.portage.migration;

import java.util.Optional;
import java.util.Set;

/**
 * An operation that acts where it finds what it is about, and does not matter elsewhere: it says
 * nothing about whether its step fits.
 *
 * @param operation what it does
 */
record IfThere(Operation operation) implements Operation {
  @Override
  public String describe() {
    return operation.describe() + ", where it is there";
  }

  @Override
  public InDoubt inDoubt() {
    return operation.inDoubt();
  }

  @Override
  public String line() {
    String line = operation.line();
    return line.isEmpty() ? "" : line + ".optional()";
  }

  @Override
  public String word() {
    return operation.word();
  }

  @Override
  public String symbol() {
    return operation.symbol();
  }

  @Override
  public Set<String> sources() {
    return operation.sources();
  }

  @Override
  public Set<String> creates() {
    return operation.creates();
  }

  @Override
  public Set<String> footprint() {
    return operation.footprint();
  }

  @Override
  public void prepare(FlowValues inputs) {
    operation.prepare(inputs);
  }

  @Override
  public Fit fit(Draft atoms) {
    return operation.fit(atoms);
  }

  @Override
  public void apply(Draft atoms) {
    operation.apply(atoms);
  }

  @Override
  public void rewrite(Rewriting work) {
    operation.rewrite(work);
  }

  @Override
  public void trace(Descent names) {
    operation.trace(names);
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return operation.inverse(before);
  }

  @Override
  public boolean sparesAtoms() {
    return operation.sparesAtoms();
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public Operation plain() {
    return operation;
  }
}
