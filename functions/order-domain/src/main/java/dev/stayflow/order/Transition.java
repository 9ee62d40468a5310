package dev.stayflow.order;

/** What became of the wish to move an order from one state to another. */
public sealed interface Transition {

  /** The order moves on. */
  record Moved(TradeState to) implements Transition {}

  /** The order is there already: nothing to do. */
  record Already(TradeState state) implements Transition {}

  /** There is no way from here to there. */
  record Refused(TradeState from, TradeState to) implements Transition {}
}
