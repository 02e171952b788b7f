package mm.report.page;

import mm.report.Event;

/** Events in words. */
final class Words {
  private Words() {}

  /** What happened, without who did it. */
  static String of(Event event) {
    return in("", event);
  }

  /** The same where everything happens in one space, which need not be named then. */
  static String in(String space, Event event) {
    StringBuilder text = new StringBuilder(verb(event));
    append(text, " ", event.what());
    append(text, " ", event.cause());
    append(text, " ", AddressRows.isWhole(event.span()) ? "" : event.span().toString());
    append(text, " in ", event.who().space().equals(space) ? "" : event.who().space());
    if (event.fact(Event.BLOCKING).equals("forbidden")) {
      text.append(", may not wait");
    }
    append(text, ", held by ", event.fact(Event.HOLDER));
    append(text, ": ", event.answer().equals("done") ? "" : event.answer());
    append(text, ": ", event.fact(Event.TEXT));
    return text.toString().strip();
  }

  private static String verb(Event event) {
    return switch (event.kind()) {
      case SECTION_BEGIN -> "section begins";
      case SECTION_END -> "section ends";
      case CALLBACK -> "is told";
      case DECLINE -> "declines";
      case WAIT -> "waits for";
      case ATTACH -> "is attached";
      case DETACH -> "is detached";
      case VIOLATION -> event.what().matches("R\\d.*") ? "breaks" : "";
      case STALE -> "keeps a stale translation";
      case REAP -> "reaper";
      default -> "";
    };
  }

  /** Who did it: the driver, else the thread. */
  static String who(Event event) {
    return event.who().driver().isEmpty() ? event.who().thread() : event.who().driver();
  }

  private static void append(StringBuilder text, String before, String more) {
    if (!more.isEmpty()) {
      text.append(before).append(more);
    }
  }
}
