package dev.portage.examples;

import dev.portage.examples.Checkout.Payment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A shop in memory. Charging twice with one key charges once, as payment services do. */
public final class Shop {
  private static final long CENTS = 4_200;

  private final Map<String, String> reserved = new ConcurrentHashMap<>();
  private final Map<String, Payment> charged = new ConcurrentHashMap<>();

  void reserve(String order) {
    reserved.put(order, order);
  }

  void release(String order) {
    reserved.remove(order);
  }

  Payment charge(String order, String key) {
    return charged.computeIfAbsent(key, k -> new Payment("pay-" + order, CENTS, "visa"));
  }

  /** How many charges were made. */
  public int charges() {
    return charged.size();
  }
}
