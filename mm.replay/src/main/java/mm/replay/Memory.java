package mm.replay;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.replay.input.Call;
import mm.replay.input.CallResult;
import mm.replay.input.RecordedEvent.Notified;

/** The memory of one or more recorded tasks. Used by one thread. */
interface Memory {
  /** The space that drivers are attached to. */
  AddressSpace space();

  /** A copy, as fork makes it. */
  Memory fork(String name);

  /** A call was entered; what it is about to change is in motion until it returns. */
  void entered(Call call);

  /** A call has returned; what it changed is changed now. */
  void returned(Call call, CallResult result);

  /** The real kernel told its notifiers. */
  void notified(Notified notification);

  /** The last task is gone. */
  void exit();

  /** Looks at every translation of the attached drivers. */
  void checkAll();

  /** The drivers attached to the space. */
  List<Attachment> attached();

  /** What its pages hold. */
  PageData data();

  /** What has become interesting to a device since the last call; drains it. */
  List<TouchRange> takeTouched();

  /** A range where devices may find pages, chosen by a number; null when there is none. */
  TouchRange mapped(int choice);
}
