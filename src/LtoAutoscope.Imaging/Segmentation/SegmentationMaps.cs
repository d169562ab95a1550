namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// What the network says of each pixel: maps of one size in one buffer, one after the other, each row-major. The first three are always
/// foreground, boundary and distance; a network may give more, which are asked for by name.
/// </summary>
public sealed class SegmentationMaps
{
    /// <summary>Probability that the pixel lies in a particle, 0…1.</summary>
    public const string ForegroundName = "foreground";

    /// <summary>Probability that it lies on the inner rim of its particle, 0…1.</summary>
    public const string BoundaryName = "boundary";

    /// <summary>Distance to its particle's edge over the largest such distance in that particle, 0…1.</summary>
    public const string DistanceName = "distance";

    /// <summary>Rows from the pixel to its particle's centre of area, in units of <see cref="SegmentationModel.UnitPx"/> as the network sees it.</summary>
    public const string OffsetYName = "offset_y";

    /// <summary>Columns from the pixel to its particle's centre of area, likewise.</summary>
    public const string OffsetXName = "offset_x";

    /// <summary>Binary logarithm of its particle's equivalent circle diameter over that unit.</summary>
    public const string SizeName = "size";

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="names">What each map is, in their order; begins with <see cref="Required"/>.</param>
    /// <param name="values">names.Count · height · width values; taken, not copied.</param>
    /// <exception cref="ArgumentException">The names do not begin with the required ones, or the buffer has another length.</exception>
    public SegmentationMaps(int width, int height, IReadOnlyList<string> names, float[] values)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (!names.Take(Required.Count).SequenceEqual(Required)) throw new ArgumentException($"The maps must begin with {string.Join(", ", Required)}.", nameof(names));
        if (values.Length != checked(width * height * names.Count)) throw new ArgumentException($"{names.Count} maps of {width} × {height} need another length than {values.Length}.", nameof(values));
        Width = width;
        Height = height;
        Names = names;
        Values = values;
    }

    /// <summary>The maps that every network gives, in their order.</summary>
    public static IReadOnlyList<string> Required { get; } = [ForegroundName, BoundaryName, DistanceName];

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>What each map is, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>All maps, one after the other.</summary>
    public float[] Values { get; }

    /// <summary>Whether the network says where each pixel's particle has its centre and how large it is.</summary>
    public bool HasVotes => Names.Contains(OffsetYName) && Names.Contains(OffsetXName) && Names.Contains(SizeName);

    /// <summary>Pixels of one map.</summary>
    public int Length => Width * Height;

    /// <summary>Probability that a pixel lies in a particle, 0…1.</summary>
    public Span<float> Foreground => this[0];

    /// <summary>Probability that it lies on the inner rim of its particle, 0…1.</summary>
    public Span<float> Boundary => this[1];

    /// <summary>Distance to its particle's edge over the largest such distance in that particle, 0…1.</summary>
    public Span<float> Distance => this[2];

    /// <summary>One map by its place.</summary>
    public Span<float> this[int channel] => Values.AsSpan(channel * Length, Length);

    /// <summary>Maps of zeros with the required names.</summary>
    public static SegmentationMaps Empty(int width, int height) => new(width, height, Required, new float[checked(width * height * Required.Count)]);

    /// <summary>One map by its name; false where the network does not give it.</summary>
    public bool TryGet(string name, out Span<float> map)
    {
        for (int channel = 0; channel < Names.Count; channel++)
        {
            if (Names[channel] != name) continue;
            map = this[channel];
            return true;
        }

        map = default;
        return false;
    }
}
