/** Fleet runs on databases, and in processes that are killed. */
package dev.portage.fleet;
