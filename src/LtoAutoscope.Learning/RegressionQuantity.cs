namespace LtoAutoscope.Learning;

/// <summary>What a regression from morphology predicts.</summary>
public enum RegressionQuantity
{
    /// <summary>Initial Coulombic efficiency, a fraction.</summary>
    Ce1,

    /// <summary>Useful capacity of whole cycles at a rate, mAh/g.</summary>
    Capacity,
}
