package dev.tocsin.harness.report;

import static dev.tocsin.harness.report.Markup.at;
import static dev.tocsin.harness.report.Markup.text;

import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A proof in the course of virtual time: what the value did against its limit, when the fault was,
 * when the alert was pending and firing, what was held back, and each notification. Zero is where
 * the fault begins.
 */
final class TimelineSvg {
  private static final double WIDTH = 960;
  private static final double LEFT = 212;
  private static final double RIGHT = 18;
  private static final double PLOT = WIDTH - LEFT - RIGHT;
  private static final double TOP = 22;
  private static final double CURVE = 128;
  private static final double LANE = 24;
  private static final double BAR = 14;
  private static final int MOST_CURVES = 4;
  private static final int MOST_CHARACTERS = 30;

  /** Nice steps of time between ticks, in seconds. */
  private static final double[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400
  };

  private static final int MOST_TICKS = 9;

  /** Less than a pixel. */
  private static final double TOLERANCE = 0.6;

  private final ReportData.Entry proof;
  private final List<ReportData.Line> curves;
  private final double zero;
  private final double start;
  private final double end;
  private final StringBuilder svg = new StringBuilder();

  private TimelineSvg(ReportData.Entry proof, double zero, double start, double end) {
    this.proof = proof;
    this.curves =
        proof.evidence().curves().stream()
            .filter(line -> line.points().size() > 1)
            .limit(MOST_CURVES)
            .toList();
    this.zero = zero;
    this.start = start;
    this.end = end;
  }

  /** The drawing; empty where nothing was seen that could be drawn. */
  static String of(ReportData.Entry proof) {
    double start = Double.POSITIVE_INFINITY;
    double end = Double.NEGATIVE_INFINITY;
    for (ReportData.Event event : proof.evidence().events()) {
      if (isDrawn(event)) {
        start = Math.min(start, event.virtualSeconds());
        end = Math.max(end, event.virtualSeconds());
      }
    }
    for (ReportData.Line line : proof.evidence().curves()) {
      for (double[] point : line.points()) {
        start = Math.min(start, point[0]);
        end = Math.max(end, point[0]);
      }
    }
    if (!(end > start)) {
      return "";
    }
    double zero = zero(proof);
    double room = (end - start) * 0.02;
    return new TimelineSvg(proof, zero, start - room, end + room).draw();
  }

  /**
   * When its clock begins, by which all that is said of it is notified: a case has its own, and a
   * fault test begins with what happens in it.
   */
  static double zero(ReportData.Entry proof) {
    if (proof.kind() != null) {
      return 0;
    }
    double first =
        proof.evidence().events().stream()
            .mapToDouble(ReportData.Event::virtualSeconds)
            .min()
            .orElse(0);
    return first(proof, Mark.FAULT_BEGINS).orElse(first);
  }

  /** Whether there is anything to draw. */
  static boolean isPossible(ReportData.Entry proof) {
    return proof.evidence().events().stream().filter(TimelineSvg::isDrawn).limit(2).count() > 1
        || proof.evidence().curves().stream().anyMatch(line -> line.points().size() > 1);
  }

  private static boolean isDrawn(ReportData.Event event) {
    return event.mark() != null || event.who().equals("script");
  }

  private static OptionalDouble first(ReportData.Entry proof, Mark mark) {
    return proof.evidence().events().stream()
        .filter(event -> event.is(mark) && isAbout(proof, event))
        .mapToDouble(ReportData.Event::virtualSeconds)
        .min();
  }

  private static OptionalDouble last(ReportData.Entry proof, Mark mark) {
    return proof.evidence().events().stream()
        .filter(event -> event.is(mark) && isAbout(proof, event))
        .mapToDouble(ReportData.Event::virtualSeconds)
        .max();
  }

  private static boolean isAbout(ReportData.Entry proof, ReportData.Event event) {
    return event.alert() == null || event.alert().equals(proof.alert());
  }

  private double x(double virtualSeconds) {
    return LEFT + (virtualSeconds - start) / (end - start) * PLOT;
  }

  private String when(double virtualSeconds) {
    return Markup.time(virtualSeconds - zero);
  }

  private String draw() {
    StringBuilder body = svg;
    double y = TOP;
    boolean hasCurve = !curves.isEmpty();
    double lanesFrom = hasCurve ? TOP + CURVE + 14 : TOP;
    Map<String, List<ReportData.Event>> destinations = new TreeMap<>();
    Map<String, List<ReportData.Event>> heldBack = new LinkedHashMap<>();
    for (ReportData.Event event : proof.evidence().events()) {
      if (event.isDelivery()) {
        destinations.computeIfAbsent(event.what(), it -> new ArrayList<>()).add(event);
      } else if (event.is(Mark.INHIBITED) || event.is(Mark.MUTED)) {
        String alert = event.alert() == null ? proof.alert() : event.alert();
        heldBack.computeIfAbsent(alert, it -> new ArrayList<>()).add(event);
      }
    }
    double bottom = lanesFrom + LANE * (1 + heldBack.size() + destinations.size());
    fault(bottom);
    axis(bottom);
    if (hasCurve) {
      curve(y);
    }
    y = lanesFrom;
    state(y);
    for (Map.Entry<String, List<ReportData.Event>> lane : heldBack.entrySet()) {
      y += LANE;
      heldBack(y, lane.getKey(), lane.getValue());
    }
    for (Map.Entry<String, List<ReportData.Event>> lane : destinations.entrySet()) {
      y += LANE;
      deliveries(y, lane.getKey(), lane.getValue());
    }
    script();
    double height = bottom + 26;
    return "<div class=\"scroll\"><svg class=\"timeline\" viewBox=\"0 0 "
        + at(WIDTH)
        + " "
        + at(height)
        + "\" width=\""
        + at(WIDTH)
        + "\" height=\""
        + at(height)
        + "\" role=\"img\" aria-label=\""
        + text(description())
        + "\">"
        + body
        + "</svg></div>";
  }

  /** The same in words. */
  private String description() {
    StringBuilder words = new StringBuilder("Timeline of " + proof.alert());
    append(words, ", fault begins at ", first(proof, Mark.FAULT_BEGINS));
    append(words, ", pending from ", first(proof, Mark.PENDING));
    append(words, ", firing from ", first(proof, Mark.FIRING));
    append(words, ", fault ends at ", last(proof, Mark.FAULT_ENDS));
    append(words, ", inactive from ", last(proof, Mark.INACTIVE));
    append(words, ", resolved at ", last(proof, Mark.RESOLVED));
    return words + ", " + Markup.count(proof.evidence().deliveries(), "notification");
  }

  private void append(StringBuilder words, String what, OptionalDouble moment) {
    moment.ifPresent(seconds -> words.append(what).append(when(seconds)));
  }

  private void fault(double bottom) {
    OptionalDouble begin = first(proof, Mark.FAULT_BEGINS);
    if (begin.isEmpty()) {
      return;
    }
    double from = x(begin.getAsDouble());
    double to = x(last(proof, Mark.FAULT_ENDS).orElse(end));
    svg.append("<rect class=\"fault\" x=\"").append(at(from)).append("\" y=\"").append(at(TOP));
    svg.append("\" width=\"").append(at(Math.max(1, to - from))).append("\" height=\"");
    svg.append(at(bottom - TOP)).append("\"><title>the fault</title></rect>");
    label(from + 4, TOP - 7, "fault", "start small");
  }

  private void axis(double bottom) {
    double step = STEPS[STEPS.length - 1];
    for (double one : STEPS) {
      if ((end - start) / one <= MOST_TICKS) {
        step = one;
        break;
      }
    }
    for (double tick = Math.ceil((start - zero) / step) * step; tick <= end - zero; tick += step) {
      double x = x(tick + zero);
      line("grid", x, TOP, x, bottom);
      label(x, bottom + 15, Markup.time(tick), "middle small");
    }
    label(LEFT - 10, bottom + 15, "virtual time", "end small");
  }

  private void script() {
    for (ReportData.Event event : proof.evidence().events()) {
      if (event.who().equals("script")
          && !event.is(Mark.FAULT_BEGINS)
          && !event.is(Mark.FAULT_ENDS)) {
        double x = x(event.virtualSeconds());
        svg.append("<g class=\"script\"><title>").append(text(event.what())).append(", ");
        svg.append(when(event.virtualSeconds())).append("</title>");
        svg.append("<path d=\"M").append(at(x)).append(' ').append(at(TOP));
        svg.append("v-9h7l-2 3 2 3h-7\"/></g>");
      }
    }
  }

  // ---- the value ----

  private void curve(double top) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (ReportData.Line line : curves) {
      for (double[] point : line.points()) {
        low = Math.min(low, point[1]);
        high = Math.max(high, point[1]);
      }
      if (line.limit() != null) {
        low = Math.min(low, line.limit());
        high = Math.max(high, line.limit());
      }
    }
    if (low > 0 && low < high * 0.6) {
      low = 0;
    }
    double room = high > low ? (high - low) * 0.08 : Math.max(1, Math.abs(high)) * 0.5;
    double bottomValue = low == 0 ? 0 : low - room;
    double topValue = high + room;
    String unit = curves.get(0).unit();
    label(LEFT - 10, top + 10, Markup.number(high) + unit, "end small");
    label(LEFT - 10, top + CURVE, Markup.number(low) + unit, "end small");
    line("frame", LEFT, top + CURVE, LEFT + PLOT, top + CURVE);
    for (int i = curves.size() - 1; i >= 0; i--) {
      ReportData.Line line = curves.get(i);
      svg.append("<path class=\"curve c").append(i).append("\" d=\"");
      path(line.points(), top, bottomValue, topValue);
      svg.append("\"><title>").append(text(line.expression())).append(' ');
      svg.append(text(Texts.labels(line.labels()))).append("</title></path>");
    }
    ReportData.Line first = curves.get(0);
    if (first.limit() != null) {
      double y = y(first.limit(), top, bottomValue, topValue);
      line("limit", LEFT, y, LEFT + PLOT, y);
      String operator = first.operator() == null ? "" : first.operator() + " ";
      boolean below = y < top + 14;
      label(
          LEFT + PLOT - 4,
          below ? y + 13 : y - 5,
          "fires " + operator + Markup.number(first.limit()) + unit,
          "end limit-text");
    }
  }

  private static double y(double value, double top, double low, double high) {
    return top + CURVE - (value - low) / (high - low) * CURVE;
  }

  private void path(List<double[]> points, double top, double low, double high) {
    double gap = gap(points);
    List<double[]> stretch = new ArrayList<>();
    double before = Double.NaN;
    for (double[] point : points) {
      // A gap in the values is a gap in the curve.
      if (point[0] - before > gap) {
        stretch(stretch);
      }
      before = point[0];
      stretch.add(new double[] {x(point[0]), y(point[1], top, low, high)});
    }
    stretch(stretch);
  }

  /** Draws a stretch without gaps, and empties the list. */
  private void stretch(List<double[]> stretch) {
    char command = 'M';
    for (double[] point : simplified(stretch)) {
      svg.append(command).append(at(point[0])).append(' ').append(at(point[1]));
      command = 'L';
    }
    stretch.clear();
  }

  /**
   * The same line with fewer points, by <a
   * href="https://en.wikipedia.org/wiki/Ramer%E2%80%93Douglas%E2%80%93Peucker_algorithm">Ramer,
   * Douglas and Peucker</a>: none is further than {@link #TOLERANCE} off.
   */
  private static List<double[]> simplified(List<double[]> points) {
    if (points.size() < 3) {
      return List.copyOf(points);
    }
    double[] first = points.get(0);
    double[] last = points.get(points.size() - 1);
    int worst = 0;
    double furthest = TOLERANCE;
    for (int i = 1; i < points.size() - 1; i++) {
      double[] point = points.get(i);
      double share = (point[0] - first[0]) / (last[0] - first[0]);
      double off = Math.abs(first[1] + share * (last[1] - first[1]) - point[1]);
      if (off > furthest) {
        furthest = off;
        worst = i;
      }
    }
    if (worst == 0) {
      return List.of(first, last);
    }
    List<double[]> all = new ArrayList<>(simplified(points.subList(0, worst + 1)));
    List<double[]> rest = simplified(points.subList(worst, points.size()));
    all.addAll(rest.subList(1, rest.size()));
    return all;
  }

  /** Longer than this between two points, and there was no value. */
  private static double gap(List<double[]> points) {
    double[] steps = new double[points.size() - 1];
    for (int i = 1; i < points.size(); i++) {
      steps[i - 1] = points.get(i)[0] - points.get(i - 1)[0];
    }
    Arrays.sort(steps);
    return steps[steps.length / 2] * 3.5;
  }

  // ---- the lanes ----

  private void state(double y) {
    lane(y, "Prometheus");
    OptionalDouble pending = first(proof, Mark.PENDING);
    OptionalDouble firing = first(proof, Mark.FIRING);
    double inactive = last(proof, Mark.INACTIVE).orElse(end);
    double over = last(proof, Mark.RESOLVED).orElse(end);
    pending.ifPresent(from -> bar(y, from, firing.orElse(inactive), "pending", "pending"));
    firing.ifPresent(from -> bar(y, from, over, "firing", "firing"));
    if (pending.isEmpty() && firing.isEmpty()) {
      label(LEFT + 4, y + LANE - 8, "never pending, never firing", "start small quiet");
    }
  }

  private void heldBack(double y, String alert, List<ReportData.Event> events) {
    lane(y, alert.equals(proof.alert()) ? "Alertmanager" : alert);
    double from = events.get(0).virtualSeconds();
    double to = from;
    for (ReportData.Event event : proof.evidence().events()) {
      if (alert.equals(event.alert())
          && event.virtualSeconds() > to
          && (event.is(Mark.INHIBITED) || event.is(Mark.MUTED) || event.is(Mark.RESOLVED))) {
        to = event.virtualSeconds();
      }
    }
    boolean inhibited = events.get(0).is(Mark.INHIBITED);
    Object by = events.get(0).details().get("by");
    bar(
        y,
        from,
        Math.max(to, from + (end - start) * 0.012),
        "held",
        (inhibited ? "inhibited" : "muted") + (by == null ? "" : " by " + by));
  }

  private void deliveries(double y, String destination, List<ReportData.Event> events) {
    lane(y, destination);
    double middle = y + LANE / 2 + 1;
    for (ReportData.Event event : events) {
      boolean resolved = event.is(Mark.NOTIFIED_RESOLVED);
      double x = x(event.virtualSeconds());
      Object headline = event.details().get("headline");
      svg.append("<g class=\"").append(resolved ? "notified-resolved" : "notified-firing");
      svg.append("\"><title>").append(text(headline == null ? event.what() : headline));
      svg.append(", ").append(when(event.virtualSeconds())).append("</title>");
      if (resolved) {
        svg.append("<circle cx=\"").append(at(x)).append("\" cy=\"").append(at(middle));
        svg.append("\" r=\"5.5\"/>");
      } else {
        svg.append("<path d=\"M").append(at(x)).append(' ').append(at(middle - 7));
        svg.append("l6.5 12h-13z\"/>");
      }
      svg.append("</g>");
    }
  }

  private void lane(double y, String name) {
    line("lane", LEFT, y + LANE, LEFT + PLOT, y + LANE);
    String shown =
        name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS - 1) + "…" : name;
    svg.append("<text class=\"end\" x=\"").append(at(LEFT - 10)).append("\" y=\"");
    svg.append(at(y + LANE - 7)).append("\">").append(text(shown));
    if (!shown.equals(name)) {
      svg.append("<title>").append(text(name)).append("</title>");
    }
    svg.append("</text>");
  }

  private void bar(double y, double from, double to, String style, String words) {
    double x = x(from);
    double width = Math.max(2, x(to) - x);
    svg.append("<g class=\"").append(style).append("\"><title>").append(text(words));
    svg.append(", ").append(when(from)).append(" to ").append(when(to)).append("</title>");
    svg.append("<rect x=\"").append(at(x)).append("\" y=\"").append(at(y + (LANE - BAR) / 2 + 1));
    svg.append("\" width=\"").append(at(width)).append("\" height=\"").append(at(BAR));
    svg.append("\" rx=\"3\"/>");
    // About six units a character; words that do not fit are notified by the title.
    if (width > words.length() * 6.2 + 8) {
      label(x + 5, y + LANE - 7, words, "start bar-text");
    }
    svg.append("</g>");
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    svg.append("<line class=\"").append(style).append("\" x1=\"").append(at(x1));
    svg.append("\" y1=\"").append(at(y1)).append("\" x2=\"").append(at(x2));
    svg.append("\" y2=\"").append(at(y2)).append("\"/>");
  }

  private void label(double x, double y, String words, String style) {
    svg.append("<text class=\"").append(style).append("\" x=\"").append(at(x));
    svg.append("\" y=\"").append(at(y)).append("\">").append(text(words)).append("</text>");
  }
}
