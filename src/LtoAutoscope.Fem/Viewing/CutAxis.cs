namespace LtoAutoscope.Fem.Viewing;

/// <summary>The axis that a cut stands across.</summary>
public enum CutAxis
{
    /// <summary>In the plane of the electrode.</summary>
    X,

    /// <summary>In the plane of the electrode, across x.</summary>
    Y,

    /// <summary>Through the electrode.</summary>
    Z,
}
