package drivers.iommu;

import java.util.concurrent.TimeUnit;
import mm.spi.Access;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/**
 * The page requests of one PASID (PRI; AMD calls them PPR): a device that finds no usable entry
 * asks, a worker faults the page in as the CPU would, and the response says whether it is worth
 * walking again.
 */
final class PageRequests {
  /** What a device gets for its request. */
  enum Response {
    /** Nothing so far. */
    NONE,
    /** Walk again. Also given when it is not known whether that helps: then it asks again. */
    SUCCESS,
    /** The page cannot be had. */
    INVALID
  }

  /** How often a drain that takes long looks again. */
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Pasid pasid;
  private final PageSource pages;
  private final Worker worker;
  private final WaitQueue responses;

  PageRequests(Pasid pasid, DriverContext context) {
    this.pasid = pasid;
    pages = context.pages();
    worker = context.worker("page requests");
    responses = context.waitQueue("page responses");
  }

  /**
   * Asks for a page and waits for the response, at most a given time.
   *
   * @return NONE when there was no response in time, or no room for the request
   */
  Response ask(long address, Access access, long nanos) {
    if (!pasid.requestBegins()) {
      return Response.NONE;
    }
    Request request = new Request(address, access);
    worker.submit(request);
    responses.await(request::answered, nanos);
    return request.response;
  }

  /** Waits until every request has been answered; the PASID takes no more. */
  void drain() {
    while (!responses.await(pasid::drained, DRAIN_NANOS)) {
      // A fault may take as long as the locks that it waits for, and it uses the driver's context.
    }
  }

  /** One request, on its way. */
  private final class Request implements Runnable {
    private final long address;
    private final Access access;
    private volatile Response response = Response.NONE;

    Request(long address, Access access) {
      this.address = address;
      this.access = access;
    }

    boolean answered() {
      return response != Response.NONE;
    }

    @Override
    public void run() {
      Response answer = Response.INVALID;
      try {
        answer = handle();
      } finally {
        response = answer;
        pasid.requestEnds();
        responses.wakeAll();
      }
    }

    /** Requests that were queued when the PASID was cleared are not looked at any more. */
    private Response handle() {
      if (!pasid.valid()) {
        return Response.INVALID;
      }
      Page page = pages.fault(address, access);
      boolean again = page.isPresent() || page.status() == Page.Status.BUSY;
      return again ? Response.SUCCESS : Response.INVALID;
    }
  }
}
