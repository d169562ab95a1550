namespace LtoAutoscope.Acquisition.Goals;

/// <summary>How far a sample is on its way to its goal.</summary>
/// <param name="Particles">Particles that count.</param>
/// <param name="Tiles">Tiles that count and have such particles.</param>
/// <param name="MedianNm">Weighted median diameter, nm; NaN before the first particle.</param>
/// <param name="MedianHalfWidthNm">Half-width of its 95 % interval, tiles as clusters; NaN below two tiles.</param>
/// <param name="AspectRatio">Weighted mean aspect ratio.</param>
/// <param name="AspectHalfWidth">Half-width of its 95 % interval.</param>
/// <param name="IsReached">Whether count and, where asked, precision are reached.</param>
public sealed record GoalState(int Particles, int Tiles, double MedianNm, double MedianHalfWidthNm, double AspectRatio, double AspectHalfWidth, bool IsReached)
{
    /// <summary>Half-width of the median's interval, percent of it.</summary>
    public double MedianPercent => 100 * MedianHalfWidthNm / MedianNm;

    /// <summary>Half-width of the mean aspect ratio's interval, percent of it.</summary>
    public double AspectPercent => 100 * AspectHalfWidth / AspectRatio;
}
