namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Why a synthesis is proposed, in a word.</summary>
public enum ProposalKind
{
    /// <summary>Too few are tried; it fills the space.</summary>
    SpaceFilling,

    /// <summary>It might be better because little is known there.</summary>
    Explore,

    /// <summary>It is predicted to be better.</summary>
    Exploit,
}
