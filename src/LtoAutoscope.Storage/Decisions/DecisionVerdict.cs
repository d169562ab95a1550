namespace LtoAutoscope.Storage.Decisions;

/// <summary>What a person decided about a particle.</summary>
public enum DecisionVerdict
{
    /// <summary>An earlier decision was taken back: nothing is decided.</summary>
    Withdrawn,

    /// <summary>The outline is right.</summary>
    Accepted,

    /// <summary>The outline is no particle, or a wrong one: left out of the statistics with decisions.</summary>
    Rejected,
}
