namespace LtoAutoscope.Twin.Servers;

/// <summary>Error numbers of the twin's XL30; the source of the protocol names none.</summary>
internal enum Xl30Error : uint
{
    /// <summary>The operation is not known.</summary>
    Unknown = 1,

    /// <summary>The payload is too short, or a number in it is none.</summary>
    Payload = 2,

    /// <summary>The value is out of range.</summary>
    Range = 3,

    /// <summary>Not possible in the present state.</summary>
    State = 4,

    /// <summary>The checksum of the request is wrong.</summary>
    Checksum = 5,

    /// <summary>The file cannot be written.</summary>
    File = 6,
}
