/** Laws and scenarios of fleet runs. */
package dev.portage.fleet;
