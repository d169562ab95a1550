namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>Error numbers of PI's General Command Set, as <c>ERR?</c> tells them.</summary>
public static class GcsError
{
    /// <summary>No error.</summary>
    public const int None = 0;

    /// <summary>Parameter syntax error.</summary>
    public const int Syntax = 1;

    /// <summary>Unknown command.</summary>
    public const int UnknownCommand = 2;

    /// <summary>Command too long.</summary>
    public const int TooLong = 3;

    /// <summary>Move without reference or with the servo off.</summary>
    public const int Unreferenced = 5;

    /// <summary>Position out of limits.</summary>
    public const int PositionLimit = 7;

    /// <summary>Velocity out of limits.</summary>
    public const int VelocityLimit = 8;

    /// <summary>Stopped by command.</summary>
    public const int Stopped = 10;

    /// <summary>Invalid axis identifier.</summary>
    public const int Axis = 15;

    /// <summary>Parameter out of range.</summary>
    public const int Range = 17;

    /// <summary>Wrong number of parameters.</summary>
    public const int Count = 24;

    /// <summary>Unknown parameter number of <c>SPA</c>.</summary>
    public const int UnknownParameter = 54;
}
