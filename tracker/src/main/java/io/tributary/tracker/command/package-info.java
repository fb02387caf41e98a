/**
 * The command line: one class per sub-command.
 */
package io.tributary.tracker.command;
