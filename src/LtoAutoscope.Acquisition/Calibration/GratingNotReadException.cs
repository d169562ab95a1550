namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>A frame shows no grating that could be measured; the message says what is missing.</summary>
public sealed class GratingNotReadException : Exception
{
    /// <param name="message">What is missing, with value and limit, as a sentence without the final stop.</param>
    public GratingNotReadException(string message) : base(message)
    {
    }
}
