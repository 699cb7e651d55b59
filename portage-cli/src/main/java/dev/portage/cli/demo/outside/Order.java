package dev.portage.cli.demo.outside;

import java.math.BigDecimal;

/**
 * What a customer wants.
 *
 * @param number unique in the shop
 * @param item what is bought
 * @param total what it costs
 */
public record Order(String number, String item, BigDecimal total) {}
