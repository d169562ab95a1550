using System.Text;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Storage.Columns;

/// <summary>Gathers particles into columns, frame by frame, then lays out the blocks of a column file.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class ParticleColumnsBuilder
{
    private static readonly (string Key, Func<Particle, double> Value)[] Stored =
    [
        ("x_px", p => p.XPx), ("y_px", p => p.YPx), ("area_nm2", p => p.AreaNm2), (ParticleQuantity.Diameter, p => p.DiameterNm), ("feret_max_nm", p => p.FeretMaxNm), ("feret_min_nm", p => p.FeretMinNm),
        ("length_nm", p => p.LengthNm), ("width_nm", p => p.WidthNm), ("aspect_ratio", p => p.AspectRatio), ("perimeter_nm", p => p.PerimeterNm), ("circularity", p => p.Circularity),
        ("solidity", p => p.Solidity), ("fractal_dimension", p => p.FractalDimension), ("fractal_dimension_se", p => p.FractalDimensionSe), (ParticleQuantity.Weight, p => p.Weight),
        ("confidence", p => p.Confidence), ("orientation_deg", p => p.OrientationDeg), ("box_dimension", p => p.BoxDimension), ("box_dimension_se", p => p.BoxDimensionSe),
        ("surface_dimension", p => p.SurfaceDimension), ("surface_dimension_se", p => p.SurfaceDimensionSe), ("agglomerate_id", p => p.AgglomerateId),
    ];

    private readonly Dictionary<string, List<double>> _numbers;
    private readonly List<int> _frameOf = [], _starts = [0];
    private readonly List<byte> _flags = [], _text = [];
    private readonly List<string> _frames = [];
    private readonly Dictionary<string, double[]> _derived = new(StringComparer.Ordinal);

    /// <param name="capacity">Particles that are expected.</param>
    public ParticleColumnsBuilder(int capacity = 0) => _numbers = Stored.ToDictionary(column => column.Key, _ => new List<double>(capacity), StringComparer.Ordinal);

    /// <summary>Names of the columns that a particle fills.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Stored.Select(column => column.Key)];

    /// <summary>Particles so far.</summary>
    public int Count => _flags.Count;

    /// <summary>Frames so far.</summary>
    public IReadOnlyList<string> Frames => _frames;

    /// <summary>Takes in a particle. Those of one frame come together.</summary>
    public void Add(Particle particle)
    {
        ArgumentNullException.ThrowIfNull(particle);
        foreach ((string key, Func<Particle, double> value) in Stored) _numbers[key].Add(value(particle));
        AddRow(Encoding.UTF8.GetBytes(particle.ParticleId), Encoding.UTF8.GetBytes(particle.Frame), particle.TouchesBorder, particle.Class == ParticleClass.Overlapped);
    }

    /// <summary>A column so far.</summary>
    public double[] Numbers(string key) => [.. _numbers[key]];

    /// <summary>The flags so far.</summary>
    public byte[] Flags() => [.. _flags];

    /// <summary>Adds a column that was computed from the others, one value a particle.</summary>
    public void Derive(string key, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Count) throw new ArgumentException($"The column has {values.Length} values for {Count} particles.", nameof(values));
        _derived[key] = values;
    }

    internal List<double>[] Targets(IReadOnlyList<string> keys) => [.. keys.Select(key => _numbers[key])];

    /// <summary>Ends a row whose numbers were added already.</summary>
    internal void AddRow(ReadOnlySpan<byte> id, ReadOnlySpan<byte> frame, bool edge, bool overlapped)
    {
        if (_frames.Count == 0 || !Same(frame, _frames[^1])) _frames.Add(Encoding.UTF8.GetString(frame));
        _frameOf.Add(_frames.Count - 1);
        _text.AddRange(id);
        _starts.Add(_text.Count);
        ParticleFlags flags = edge ? ParticleFlags.Edge : ParticleFlags.None;
        if (overlapped) flags |= ParticleFlags.Overlap;
        if (_numbers["confidence"][^1] < ParticleColumns.DoubtfulBelow) flags |= ParticleFlags.Doubtful;
        if (!edge && _numbers[ParticleQuantity.Weight][^1] > 0) flags |= ParticleFlags.Counts;
        _flags.Add((byte)flags);
    }

    /// <summary>All blocks of the file: columns, and the order of the rows by each quantity.</summary>
    internal IReadOnlyList<(string Name, Array Values)> Blocks()
    {
        List<(string, Array)> blocks = [(ParticleColumns.IdText, _text.ToArray()), (ParticleColumns.IdStart, _starts.ToArray()), (ParticleColumns.FrameBlock, _frameOf.ToArray()), (ParticleColumns.FlagBlock, _flags.ToArray())];
        Dictionary<string, double[]> columns = _numbers.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
        foreach ((string key, double[] values) in _derived) columns[key] = values;
        blocks.AddRange(columns.Select(pair => (pair.Key, (Array)pair.Value)));
        string[] sortable = [.. ParticleQuantity.All.Select(quantity => quantity.Key).Where(columns.ContainsKey)];
        var orders = new int[sortable.Length][];
        Parallel.For(0, sortable.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => orders[i] = OrderOf(columns[sortable[i]]));
        for (int i = 0; i < sortable.Length; i++) blocks.Add((ParticleColumns.OrderPrefix + sortable[i], orders[i]));
        blocks.Add((ParticleColumns.IdOrder, OrderOfIds()));
        return blocks;
    }

    private static int[] OrderOf(double[] values)
    {
        int[] order = new int[values.Length];
        int known = 0, unknown = values.Length;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row])) order[known++] = row;
            else order[--unknown] = row;
        }

        order.AsSpan(known).Reverse();
        double[] keys = new double[known];
        for (int i = 0; i < known; i++) keys[i] = values[order[i]];
        Array.Sort(keys, order, 0, known);
        // The sort is not stable: equal values go back into the order of their rows.
        for (int from = 0; from < known;)
        {
            int to = from + 1;
            while (to < known && keys[to] == keys[from]) to++;
            if (to - from > 1) Array.Sort(order, from, to - from);
            from = to;
        }

        return order;
    }

    private int[] OrderOfIds()
    {
        byte[] text = [.. _text];
        int[] starts = [.. _starts], order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (a, b) => text.AsSpan(starts[a]..starts[a + 1]).SequenceCompareTo(text.AsSpan(starts[b]..starts[b + 1])));
        return order;
    }

    private static bool Same(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length != Encoding.UTF8.GetByteCount(text)) return false;
        Span<byte> other = utf8.Length <= 256 ? stackalloc byte[utf8.Length] : new byte[utf8.Length];
        Encoding.UTF8.GetBytes(text, other);
        return utf8.SequenceEqual(other);
    }
}
