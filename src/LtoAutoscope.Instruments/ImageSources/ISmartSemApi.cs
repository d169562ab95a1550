namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>What is used of Zeiss SmartSEM's programming interface (CZ.EMApiCtrl.1). A return code of 0 is success. All members are called on one thread.</summary>
internal interface ISmartSemApi : IDisposable
{
    /// <summary>Connects to the running SmartSEM; returns its code.</summary>
    int InitialiseRemoting();

    /// <summary>Runs a command such as <c>CMD_FREEZE_ALL</c>; returns its code.</summary>
    int Execute(string command);

    /// <summary>Sets a parameter; returns the code.</summary>
    int Set(string parameter, float value);

    /// <summary>Reads a parameter; returns the code and the value.</summary>
    (int Code, double Value) Get(string parameter);

    /// <summary>Writes a region of the picture, in units of 1024 × 768 whatever its size, to a file; returns its code.</summary>
    int Grab(int left, int top, int width, int height, int reduction, string path);
}
