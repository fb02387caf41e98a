package io.tributary.bench.load;

/**
 * The size of the modelled world.
 *
 * @param torrents    number of info-hashes.
 * @param peers       number of (torrent, address, port) triples, at least one for each torrent.
 * @param addresses   source addresses they share.
 * @param sockets     sockets they are sent from, a multiple of {@code addresses}.
 * @param seederShare 0 to 1, of the peers present.
 * @param seed        of everything that looks random.
 */
public record PopulationShape(int torrents, int peers, int addresses, int sockets, double seederShare, long seed)
{
    public PopulationShape
    {
        Limits.check("torrents", torrents, 1, 100_000_000);
        Limits.check("peers", peers, torrents, 1_000_000_000);
        Limits.check("addresses", addresses, 1, 60_000);
        Limits.check("sockets", sockets, addresses, Math.min(peers, 60_000));
        Limits.checkShare("seeders", seederShare);
        if (0 != sockets % addresses)
        {
            throw new IllegalArgumentException("sockets " + sockets + " is not a multiple of addresses " + addresses);
        }
    }
}
