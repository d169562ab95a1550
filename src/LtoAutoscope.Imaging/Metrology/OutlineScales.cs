namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The lengths at which the roughness of an outline is looked at: eight in geometric order. Divider and box counting use the same.</summary>
/// <param name="Shortest">Shortest, pixels.</param>
/// <param name="Longest">Longest, pixels.</param>
public readonly record struct OutlineScales(double Shortest, double Longest)
{
    /// <summary>Shortest length, pixels: below it the pixel grid is measured, not the particle.</summary>
    public const double ShortestPx = 3;

    /// <summary>Longest length as a part of the largest Feret diameter.</summary>
    public const double LongestFraction = 0.25;

    /// <summary>Longest length as a part of the smallest Feret diameter: a longer one would cut across a slender particle.</summary>
    public const double LongestWidthFraction = 0.5;

    /// <summary>A longest length below this spans too little: no dimension.</summary>
    public const double LeastLongestPx = 4.5;

    /// <summary>Outlines shorter than this, pixels, get no dimension.</summary>
    public const double LeastOutlinePx = 60;

    /// <summary>How many lengths.</summary>
    public const int Count = 8;

    /// <summary>The scales of an outline, or null when it is too small.</summary>
    /// <param name="feret">Its Feret diameters, pixels.</param>
    /// <param name="lengthPx">Its length, pixels.</param>
    public static OutlineScales? For(FeretDiameters feret, double lengthPx)
    {
        double longest = Math.Min(feret.Maximum * LongestFraction, feret.Minimum * LongestWidthFraction);
        return longest < LeastLongestPx || lengthPx < LeastOutlinePx ? null : new OutlineScales(ShortestPx, longest);
    }

    /// <summary>Length number <paramref name="index"/>, 0…<see cref="Count"/> − 1, pixels.</summary>
    public double this[int index] => Shortest * Math.Pow(Longest / Shortest, (double)index / (Count - 1));
}
