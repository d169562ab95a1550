namespace LtoAutoscope.Instruments.Recording;

/// <summary>What a line of a wire log tells.</summary>
public enum WireRecordKind
{
    /// <summary><c>+</c>: a connection was opened; also written at the head of a new file for those that are open.</summary>
    Opened,

    /// <summary><c>&gt;</c>: bytes from the driver to the instrument.</summary>
    Sent,

    /// <summary><c>&lt;</c>: bytes from the instrument to the driver.</summary>
    Received,

    /// <summary><c>!</c>: the connection was lost, or the other end closed it.</summary>
    Lost,

    /// <summary><c>-</c>: the driver closed the connection.</summary>
    Closed,

    /// <summary><c>?</c>: a remark of the recorder, such as a number of records that it lost.</summary>
    Note,
}
