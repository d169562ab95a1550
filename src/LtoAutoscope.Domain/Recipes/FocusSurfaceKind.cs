namespace LtoAutoscope.Domain.Recipes;

/// <summary>The shape that the places of best focus are taken to have.</summary>
public enum FocusSurfaceKind
{
    /// <summary>None: every search begins at the last working distance.</summary>
    None,

    /// <summary>A tilted plane. The default.</summary>
    Plane,

    /// <summary>A bowl: a plane with three quadratic terms.</summary>
    Quadratic,
}
