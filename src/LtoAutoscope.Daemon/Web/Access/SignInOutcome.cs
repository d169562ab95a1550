namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>What became of a try to sign in.</summary>
internal enum SignInOutcome
{
    /// <summary>Name or password or code is wrong, or the account is locked or disabled: nobody is told which.</summary>
    Refused,

    /// <summary>The password is right; a code is asked for.</summary>
    SecondFactor,

    /// <summary>The person is signed in.</summary>
    SignedIn,
}
