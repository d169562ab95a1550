namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>What a server does with a move that comes while another one runs.</summary>
public enum MovesInMotion
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It waits until the axes that it concerns are at rest.</summary>
    Queue,

    /// <summary>It takes its axes over at once; the others go on.</summary>
    Replace,
}
