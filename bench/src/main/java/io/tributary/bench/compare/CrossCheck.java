package io.tributary.bench.compare;

/**
 * One server under aquatic_udp_load_test.
 *
 * @param contender          name of the server.
 * @param responsesPerSecond of all kinds, errors included.
 * @param errorsPerSecond    error answers among them.
 * @param cpuUs              user and system time of the server for each response.
 */
record CrossCheck(String contender, double responsesPerSecond, double errorsPerSecond, double cpuUs)
{
}
