namespace LtoAutoscope.Twin.Column;

/// <summary>Settings of the scan that a server stores and reads back. Only rotation and frame integration change the picture.</summary>
/// <remarks>Thread safety: all members; each is one value.</remarks>
public sealed class ScanSettings
{
    private readonly Lock _state = new();
    private int _rate = 5;
    private double _rotationDeg;
    private bool _isRotationOn = true;
    private bool _isExternal;
    private bool _isFrozen;
    private int _integration = 1;
    private string _mode = "normal";

    /// <summary>Number of the scan rate, 0…15; others are silently limited. Default 5.</summary>
    public int Rate
    {
        get { lock (_state) return _rate; }
        set { lock (_state) _rate = Math.Clamp(value, 0, 15); }
    }

    /// <summary>Rotation of the scan, degrees counter-clockwise, kept within 0…360. Default 0.</summary>
    public double RotationDeg
    {
        get { lock (_state) return _rotationDeg; }
        set { lock (_state) _rotationDeg = value - 360 * Math.Floor(value / 360); }
    }

    /// <summary>Whether the rotation is in effect. Default yes.</summary>
    public bool IsRotationOn
    {
        get { lock (_state) return _isRotationOn; }
        set { lock (_state) _isRotationOn = value; }
    }

    /// <summary>Whether an external generator scans the beam. Default no.</summary>
    public bool IsExternal
    {
        get { lock (_state) return _isExternal; }
        set { lock (_state) _isExternal = value; }
    }

    /// <summary>Whether the picture on the instrument's own screen stands. Default no.</summary>
    public bool IsFrozen
    {
        get { lock (_state) return _isFrozen; }
        set { lock (_state) _isFrozen = value; }
    }

    /// <summary>How many frames are summed into one, 1…256; others are silently limited. The dose and the time of a frame grow with it. Default 1.</summary>
    public int FrameIntegration
    {
        get { lock (_state) return _integration; }
        set { lock (_state) _integration = Math.Clamp(value, 1, 256); }
    }

    /// <summary>Name of the scan's mode, such as <c>normal</c>, <c>spot</c>, <c>line</c>; stored only. Default <c>normal</c>.</summary>
    public string Mode
    {
        get { lock (_state) return _mode; }
        set { lock (_state) _mode = value; }
    }

    /// <summary>Back to the defaults.</summary>
    internal void Reset()
    {
        lock (_state) (_rate, _rotationDeg, _isRotationOn, _isExternal, _isFrozen, _integration, _mode) = (5, 0, true, false, false, 1, "normal");
    }
}
