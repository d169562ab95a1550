namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>What became of a proposed synthesis.</summary>
public enum ProposalState
{
    /// <summary>Nobody has decided about it.</summary>
    Open,

    /// <summary>It is to be made: its sample and its job are planned, or on their way.</summary>
    Accepted,

    /// <summary>It is not to be made.</summary>
    Rejected,

    /// <summary>Others were proposed before anybody decided about it.</summary>
    Lapsed,

    /// <summary>It was made, and cells of it have come in.</summary>
    Measured,
}
