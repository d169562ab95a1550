namespace LtoAutoscope.Instruments.Recording;

/// <summary>Where the lines of a recording go.</summary>
internal interface IWireLogTarget
{
    /// <summary>Size at which the next stream is wanted, bytes.</summary>
    long StreamBytes { get; }

    /// <summary>Begins the next stream.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    Stream Next();
}
