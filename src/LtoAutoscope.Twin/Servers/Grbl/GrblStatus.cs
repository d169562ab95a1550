namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The numbers behind <c>error:</c> that this server gives; 0 is <c>ok</c> (GRBL's doc/csv/error_codes_en_US.csv).</summary>
public static class GrblStatus
{
#pragma warning disable CS1591 // The names say it; the numbers are GRBL's.
    public const int Ok = 0;
    public const int ExpectedLetter = 1;
    public const int BadNumber = 2;
    public const int InvalidStatement = 3;
    public const int NegativeValue = 4;
    public const int HomingDisabled = 5;
    public const int StepPulseTooShort = 6;
    public const int NotIdle = 8;
    public const int Locked = 9;
    public const int SoftLimitsNeedHoming = 10;
    public const int LineOverflow = 11;
    public const int TravelExceeded = 15;
    public const int InvalidJog = 16;
    public const int Unsupported = 20;
    public const int ModalGroup = 21;
    public const int FeedUndefined = 22;
    public const int NotWhole = 23;
    public const int AxisConflict = 24;
    public const int WordRepeated = 25;
    public const int NoAxisWords = 26;
    public const int LineNumber = 27;
    public const int ValueMissing = 28;
    public const int CoordinateSystem = 29;
    public const int AbsoluteNeedsMotion = 30;
    public const int AxisWordsExist = 31;
    public const int UnusedWords = 36;
    public const int ToolOffsetAxis = 37;
    public const int ToolNumber = 38;
#pragma warning restore CS1591
}
