package dev.portage.testkit;

import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What a store may get wrong.
 *
 * @param what in words
 * @param liar puts a store that does it in front of one that tells the truth
 * @param caughtBy the tests of the contract that must fail, each of which says what is broken
 */
record Lie(
    String what, BiFunction<FlowStore, InstantSource, FlowStore> liar, List<String> caughtBy) {
  /** All of them. */
  static final List<Lie> ALL =
      List.of(
          lie(
              "drops a write",
              store -> new Liars.Forgetful(store, new AtomicInteger()),
              "everyWriteRaisesTheRevisionByOne",
              "itAnswersAsAStoreInMemoryDoes"),
          lie(
              "acknowledges what it refuses",
              Liars.YesMan::new,
              "aStaleRevisionIsRefused",
              "ofManyWritesOnOneRevisionExactlyOneWins"),
          new Lie(
              "acknowledges before it is durable",
              (store, clock) ->
                  new Liars.Postponing(new MemoryFlowStore(clock), store, new AtomicReference<>()),
              List.of(
                  "whatIsAcknowledgedIsSeenByOthersAtOnce",
                  "whatIsAcknowledgedIsThereAfterClosing")),
          lie(
              "ignores the revision",
              Liars.BlindToRevisions::new,
              "aStaleRevisionIsRefused",
              "ofManyWritesOnOneRevisionExactlyOneWins",
              "ofWritesFromTwoProcessesOnOneRevisionExactlyOneWins"),
          lie(
              "ignores the token",
              Liars.BlindToTokens::new,
              "aStaleTokenIsRefused",
              "whoHasLostALeaseToOthersNoLongerWrites"),
          lie(
              "ignores a live lease",
              Liars.BlindToLeases::new,
              "aLiveLeaseKeepsOthersAway",
              "ofManyClaimsExactlyOneWins"),
          lie(
              "loses a line of the journal",
              Liars.LosingJournals::new,
              "theJournalOnlyGrowsAndKeepsEveryByte",
              "theJournalIsInTheOrderOfItsRevisions"),
          lie(
              "sorts the journal as text",
              Liars.SortingJournals::new,
              "theJournalIsInTheOrderOfItsRevisions"),
          lie(
              "sorts flows as java does",
              Liars.SortingAsJava::new,
              "flowsAreFoundSortedByTheBytesOfTheirIds"),
          lie(
              "puts rows before it deletes",
              Liars.DeletingLast::new,
              "rowsAreDeletedBeforeOthersArePut",
              "itAnswersAsAStoreInMemoryDoes"),
          lie("loses rows", Liars.LosingRows::new, "aFlowOfThousandsOfRowsIsWhole"),
          lie(
              "cuts a value short",
              Liars.Cutting::new,
              "valuesUpToSixteenMebibytesAreKeptWhole",
              "everyValueOfAFlowMayBeLarge"),
          lie(
              "writes half of what it refuses",
              Liars.HalfWriting::new,
              "aValueOverTheLimitIsRefusedWhole"),
          lie(
              "fails what comes after a refusal",
              store -> new Liars.Resentful(store, new AtomicBoolean()),
              "ofManyWritesInFlightOnlyTheWrongOnesFail"),
          lie("prunes flows that are driven", Liars.Ruthless::new, "aLiveLeaseKeepsAFlow"),
          lie("prunes a moment too early", Liars.Hasty::new, "whatWasWrittenSinceStays"),
          lie(
              "makes some of several flows",
              Liars.MakingSome::new,
              "severalFlowsAreMadeTogetherOrNotAtAll"),
          lie(
              "takes lookalikes for the same",
              store -> new Liars.CaseFolding(store, new ConcurrentHashMap<>()),
              "namesThatOnlyLookAlikeAreDifferent"));

  /** None at all. */
  static final Lie NONE = lie("tells the truth", store -> store);

  private static Lie lie(String what, UnaryOperator<FlowStore> liar, String... caughtBy) {
    return new Lie(what, (store, clock) -> liar.apply(store), List.of(caughtBy));
  }

  /** The lie of these words. */
  static Lie of(String what) {
    return ALL.stream().filter(lie -> lie.what().equals(what)).findFirst().orElse(NONE);
  }

  @Override
  public String toString() {
    return what;
  }
}
