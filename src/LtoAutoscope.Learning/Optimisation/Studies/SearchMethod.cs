namespace LtoAutoscope.Learning.Optimisation.Studies;

/// <summary>How the next point is chosen.</summary>
public enum SearchMethod
{
    /// <summary>Gaussian process and expected improvement, after an even filling.</summary>
    Bayesian,

    /// <summary>By chance, evenly over what the constraints allow.</summary>
    Random,

    /// <summary>The smallest full grid that has enough points, its offset and order drawn by chance.</summary>
    Grid,
}
