/**
 * The world outside the shop: services that charge and ship, and the ledger they keep. It knows
 * nothing of Portage. Start reading at {@link dev.portage.cli.demo.outside.Services}.
 */
@NullMarked
package dev.portage.cli.demo.outside;

import org.jspecify.annotations.NullMarked;
