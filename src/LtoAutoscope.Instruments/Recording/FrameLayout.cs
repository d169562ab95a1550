namespace LtoAutoscope.Instruments.Recording;

/// <summary>How a connection that carries images cuts its bytes into frames: a header of fixed size that holds the size of the body.</summary>
/// <param name="HeaderBytes">Size of the header, bytes.</param>
/// <param name="LengthOffset">Where in it the size of the body stands: 4 bytes, little-endian.</param>
public sealed record FrameLayout(int HeaderBytes, int LengthOffset)
{
    /// <summary>The data connection of SharkSEM; source: firmware-protocols/sharksem.</summary>
    public static FrameLayout SharkSem { get; } = new(32, 16);
}
