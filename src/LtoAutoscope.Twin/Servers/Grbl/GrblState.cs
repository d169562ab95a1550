namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The states of GRBL's state machine, named as its status report names them.</summary>
public enum GrblState
{
    /// <summary>At rest, ready.</summary>
    Idle,

    /// <summary>Executes G-code.</summary>
    Run,

    /// <summary>Executes jogs.</summary>
    Jog,

    /// <summary>Held by <c>!</c>, or on the way there.</summary>
    Hold,

    /// <summary>Homing cycle.</summary>
    Home,

    /// <summary>Locked.</summary>
    Alarm,

    /// <summary>Safety door.</summary>
    Door,

    /// <summary>Reads G-code without moving.</summary>
    Check,

    /// <summary>Asleep until a reset.</summary>
    Sleep,
}
