package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Resumes many flows. To be used once. */
final class Recovery {
  private final Engine engine;
  private final Workshop shop;
  private final ResumeOptions options;
  private final Semaphore places;
  private final List<FlowHandle> resumed = new ArrayList<>();
  private final Map<FlowId, FlowException> refused = new LinkedHashMap<>();
  private final List<FlowId> busy = new ArrayList<>();
  private final Map<String, CorruptRecordException> unreadable = new TreeMap<>();

  Recovery(Engine engine, Workshop shop, ResumeOptions options) {
    this.engine = engine;
    this.shop = shop;
    this.options = options;
    this.places = new Semaphore(options.atOnce());
  }

  ResumeReport resumeAll() throws InterruptedException {
    FlowQuery query = FlowQuery.unfinished().of(options.flow());
    List<FlowHeader> page;
    do {
      page = shop.store().find(query.claimable(shop.options().clock().instant()));
      for (FlowHeader header : page) {
        query = query.after(header.id());
        if (options.states().contains(header.state())) {
          resume(header.id());
        }
      }
    } while (!page.isEmpty());
    shop.store().unreadable().forEach(e -> unreadable.put(e.flow(), e));
    return new ResumeReport(resumed, refused, busy, List.copyOf(unreadable.values()));
  }

  private void resume(FlowId id) throws InterruptedException {
    places.acquire();
    boolean occupied = false;
    try {
      FlowHandle handle = engine.resume(id);
      resumed.add(handle);
      occupied = true;
      Future<?> unused = handle.future().whenComplete((result, thrown) -> places.release());
    } catch (FlowBusyException e) {
      busy.add(id);
    } catch (CorruptRecordException e) {
      unreadable.put(e.flow(), e);
    } catch (EngineClosedException | StoreUnavailableException e) {
      throw e;
    } catch (FlowException e) {
      refused.put(id, e);
    } catch (RuntimeException e) {
      refused.put(id, new FlowException("flow '" + id + "' could not be resumed", e));
    } finally {
      if (!occupied) {
        places.release();
      }
    }
  }
}
