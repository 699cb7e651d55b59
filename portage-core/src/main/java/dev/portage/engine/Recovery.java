package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.ShapeRef;
import dev.portage.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Resumes many flows. To be used once. */
final class Recovery {
  private static final String REFUSED =
      "this engine has refused every flow of this shape; why stands beside each";

  private final Engine engine;
  private final Workshop shop;
  private final Claims claims;
  private final ResumeOptions options;
  private final Semaphore places;
  private final List<FlowHandle> resumed = new ArrayList<>();
  private final Map<FlowId, FlowException> refused = new LinkedHashMap<>();
  private final List<FlowId> busy = new ArrayList<>();
  private final Map<String, CorruptRecordException> unreadable = new TreeMap<>();
  private final Set<Like> known = new HashSet<>();
  private final Map<Like, FlowHeader> strange = new HashMap<>();

  /** What flows have in common that a shape is refused for. */
  private record Like(String flow, String variant, ShapeRef shape) {
    static Like of(FlowHeader header) {
      return new Like(header.flow(), header.key().variant(), header.shape());
    }
  }

  Recovery(Engine engine, Workshop shop, Claims claims, ResumeOptions options) {
    this.engine = engine;
    this.shop = shop;
    this.claims = claims;
    this.options = options;
    this.places = new Semaphore(options.atOnce());
  }

  ResumeReport resumeAll() throws InterruptedException {
    List<Admission.Left> left = claims.left(options.flow());
    FlowQuery query =
        FlowQuery.unfinished()
            .of(options.flow())
            .except(left.stream().map(Admission.Left::line).toList());
    List<FlowHeader> page;
    do {
      page = shop.store().find(query.claimable(shop.options().clock().instant()));
      for (FlowHeader header : page) {
        query = query.after(header.id());
        if (options.states().contains(header.state())) {
          resume(header);
        }
      }
    } while (!page.isEmpty());
    shop.store().unreadable(FlowQuery.Scope.UNFINISHED).forEach(e -> unreadable.put(e.flow(), e));
    strange.keySet().removeAll(known);
    strange.forEach((like, flow) -> claims.refused(flow, REFUSED));
    return new ResumeReport(resumed, refused, busy, List.copyOf(unreadable.values()), left);
  }

  private void resume(FlowHeader header) throws InterruptedException {
    FlowId id = header.id();
    places.acquire();
    boolean occupied = false;
    try {
      FlowHandle handle = engine.resume(id);
      resumed.add(handle);
      known.add(Like.of(header));
      occupied = true;
      Future<?> unused = handle.future().whenComplete((result, thrown) -> places.release());
    } catch (FlowBusyException e) {
      busy.add(id);
    } catch (CorruptRecordException e) {
      unreadable.put(e.flow(), e);
    } catch (EngineClosedException | StoreUnavailableException e) {
      throw e;
    } catch (FlowRefusedException e) {
      refused.put(id, e);
      learn(header, e.reason());
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

  /** A shape that was refused is not fetched again unless some flow of it was not. */
  private void learn(FlowHeader header, FlowRefusedException.Reason reason) {
    if (reason == FlowRefusedException.Reason.FLOW) {
      known.add(Like.of(header));
    } else {
      strange.putIfAbsent(Like.of(header), header);
    }
  }
}
