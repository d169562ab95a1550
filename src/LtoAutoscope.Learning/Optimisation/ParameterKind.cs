namespace LtoAutoscope.Learning.Optimisation;

/// <summary>What values a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>Any number of a range.</summary>
    Continuous,

    /// <summary>Whole numbers of a range.</summary>
    Integer,

    /// <summary>One of a list of words.</summary>
    Categorical,
}
