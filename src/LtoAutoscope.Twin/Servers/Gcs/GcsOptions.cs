namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>What a PI controller of the twin is like.</summary>
public sealed record GcsOptions
{
    /// <summary>Answer to <c>*IDN?</c>; the second field is the name that clients go by.</summary>
    public string Identification { get; init; } = "(c)2026 Twin of a Physik Instrumente (PI) GmbH & Co. KG controller, C-884.4DC, 0, 1.0.0.0";

    /// <summary>Its address in a daisy chain, 1…16. Default 1, which is also the one that answers without a prefix.</summary>
    public int Address { get; init; } = 1;

    /// <summary>Whether its axes have their reference at power-up; null takes what the stage says. A real one with incremental encoders never has.</summary>
    public bool? Referenced { get; init; }

    /// <summary>Whether its servos are on at power-up; null has them on where the axes have their reference, as a person has left them. A real one starts with servos off.</summary>
    public bool? Servo { get; init; }

    /// <summary>Whether a reference move with the servo off is error 5. Default no: models differ, and clients go both ways.</summary>
    public bool ReferenceNeedsServo { get; init; }

    /// <summary>How long a reboot takes, seconds on the wall clock, ≥ 0; what is sent meanwhile is lost. Default 0.5.</summary>
    public double RebootSeconds { get; init; } = 0.5;

    /// <summary>Longest command line, characters; a longer one is error 3. Default 256.</summary>
    public int LongestLine { get; init; } = 256;
}
