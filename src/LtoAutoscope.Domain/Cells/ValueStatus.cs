namespace LtoAutoscope.Domain.Cells;

/// <summary>How a value of a material came to be.</summary>
public enum ValueStatus
{
    /// <summary>The file does not say: a bare number.</summary>
    Unstated,

    /// <summary>Measured on this very material, by the lab or by the source named.</summary>
    Measured,

    /// <summary>Taken from the source named, which may itself have fitted it.</summary>
    Literature,

    /// <summary>Computed from other values, as the source says (a formula's molar mass, a unit conversion).</summary>
    Derived,

    /// <summary>Identified from cells, or meant to be: it stands for a class of material.</summary>
    Fitted,

    /// <summary>Chosen without a source that was checked.</summary>
    Assumed,
}
