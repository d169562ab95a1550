namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>What a server does when a command comes.</summary>
public enum TwinDeed
{
    /// <summary>Nothing but answering.</summary>
    None,

    /// <summary>Takes the request's slots as new values of what they name.</summary>
    Set,

    /// <summary>Moves to the axes that the request names.</summary>
    Move,

    /// <summary>Moves by the ways that the request names.</summary>
    MoveBy,

    /// <summary>Halts all axes.</summary>
    Halt,

    /// <summary>Looks for the stage's reference.</summary>
    Home,

    /// <summary>Stores the frame as a file.</summary>
    StoreFrame,

    /// <summary>Answers the number of the last error and forgets it.</summary>
    ReadError,
}
