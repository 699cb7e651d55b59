package dev.portage.engine;

/** An event that is posted again only when it has been handled. Only events post it. */
final class Once {
  private final Mailbox mailbox;
  private final Runnable event;
  private boolean waits;

  Once(Mailbox mailbox, Runnable event) {
    this.mailbox = mailbox;
    this.event = event;
  }

  void post() {
    if (!waits) {
      waits = true;
      mailbox.post(this::handle);
    }
  }

  private void handle() {
    waits = false;
    event.run();
  }
}
