package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A route as it is written, with nothing inherited yet.
 *
 * @param receiver its receiver's name; empty to inherit
 * @param matchers what must hold for an alert to take it, old spellings included
 * @param groupBy the labels of {@code group_by}, {@code ...} among them; empty to inherit
 * @param groupWait how long a new group waits; empty to inherit
 * @param groupInterval how long until changes of a group are sent; empty to inherit
 * @param repeatInterval how often a notification is sent again; empty to inherit
 * @param muted the names of the time intervals during which it does not notify; never inherited
 * @param active the names of the time intervals during which it notifies; never inherited
 * @param continues whether an alert goes on to the routes behind it
 * @param children the routes below it
 */
public record RouteSpec(
    Optional<String> receiver,
    List<Matcher> matchers,
    Optional<List<String>> groupBy,
    Optional<Duration> groupWait,
    Optional<Duration> groupInterval,
    Optional<Duration> repeatInterval,
    List<String> muted,
    List<String> active,
    boolean continues,
    List<RouteSpec> children) {
  public RouteSpec {
    matchers = List.copyOf(matchers);
    groupBy = groupBy.map(List::copyOf);
    muted = List.copyOf(muted);
    active = List.copyOf(active);
    children = List.copyOf(children);
  }
}
