namespace LtoAutoscope.Twin.Worlds;

/// <summary>Every exposure of a sample, by place: what contamination and a dose map follow from.</summary>
/// <remarks>Thread safety: all members. It holds one small record an exposure, however large the field is.</remarks>
public sealed class DoseLedger
{
    private const double TileMm = 1;
    private const int MostTiles = 400;
    private readonly Lock _state = new();
    private readonly Dictionary<(long, long), List<Exposure>> _tiles = [];
    private readonly List<Exposure> _large = [];
    private double _electrons;
    private long _count;

    /// <summary>How many exposures it holds.</summary>
    public long Count
    {
        get { lock (_state) return _count; }
    }

    /// <summary>All electrons that have hit the sample.</summary>
    public double Electrons
    {
        get { lock (_state) return _electrons; }
    }

    /// <summary>Books an exposure; one without electrons is left out.</summary>
    public void Add(Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        if (exposure.DosePerNm2 <= 0) return;
        lock (_state)
        {
            _count++;
            _electrons += exposure.DosePerNm2 * exposure.WidthUm * exposure.HeightUm * 1e6;
            (long x0, long x1, long y0, long y1) = Tiles(exposure);
            if ((x1 - x0 + 1) * (y1 - y0 + 1) > MostTiles)
            {
                _large.Add(exposure);
                return;
            }

            for (long y = y0; y <= y1; y++)
            {
                for (long x = x0; x <= x1; x++)
                {
                    if (!_tiles.TryGetValue((x, y), out List<Exposure>? tile)) _tiles[(x, y)] = tile = [];
                    tile.Add(exposure);
                }
            }
        }
    }

    /// <summary>Electrons per nm² that a place has got.</summary>
    public double DosePerNm2(double xMm, double yMm)
    {
        lock (_state)
        {
            double dose = _large.Where(exposure => exposure.Covers(xMm, yMm)).Sum(exposure => exposure.DosePerNm2);
            return dose + (_tiles.TryGetValue((Tile(xMm), Tile(yMm)), out List<Exposure>? tile)
                ? tile.Where(exposure => exposure.Covers(xMm, yMm)).Sum(exposure => exposure.DosePerNm2)
                : 0);
        }
    }

    /// <summary>The exposures that may overlap another one, in the order in which they were booked.</summary>
    public IReadOnlyList<Exposure> Near(Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        lock (_state)
        {
            (long x0, long x1, long y0, long y1) = Tiles(exposure);
            var near = new HashSet<Exposure>(_large, ReferenceEqualityComparer.Instance);
            foreach (((long x, long y), List<Exposure> tile) in _tiles)
                if (x >= x0 && x <= x1 && y >= y0 && y <= y1) near.UnionWith(tile);
            return [.. near.Where(Overlaps)];
        }

        bool Overlaps(Exposure other)
        {
            double dx = other.CentreXMm - exposure.CentreXMm, dy = other.CentreYMm - exposure.CentreYMm, reach = other.ReachMm + exposure.ReachMm;
            return dx * dx + dy * dy < reach * reach;
        }
    }

    private static (long X0, long X1, long Y0, long Y1) Tiles(Exposure e)
        => (Tile(e.CentreXMm - e.ReachMm), Tile(e.CentreXMm + e.ReachMm), Tile(e.CentreYMm - e.ReachMm), Tile(e.CentreYMm + e.ReachMm));

    private static long Tile(double mm) => (long)Math.Floor(mm / TileMm);
}
