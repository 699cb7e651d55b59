package dev.portage.cli.demo.outside;

/**
 * One request to a service.
 *
 * @param service who was asked
 * @param action for what
 * @param key the idempotency key of the request
 * @param order for which order
 * @param answer what the service answered
 * @param repeated whether the service had seen the key before: then it did nothing, and answered
 *     what it had answered the first time
 */
public record LedgerLine(
    String service, String action, String key, String order, String answer, boolean repeated) {}
