"""English, plain: short sentences, the legal term once and in brackets."""

from home.blocks import Destination, Icon

from .pieces import action, note, section, tile

HOME = {
    "title": "Your data, your choice",
    "lead": (
        "Read here what SPOT Groningen does with your data. And take charge of it: see it, correct "
        "it, take it with you or have it erased."
    ),
    "actions": [
        action("Go to my data", Destination.PORTAL),
        action("Read the privacy policy", Destination.POLICY),
    ],
    "tiles": [
        tile(
            Icon.PERSON,
            "My data",
            "See what we know about you, why we keep it and when we erase it.",
            Destination.PORTAL,
        ),
        tile(
            Icon.RIGHTS,
            "Your rights",
            "Which right fits your question? File a request here, with or without an account.",
            Destination.RIGHTS,
        ),
        tile(
            Icon.POLICY,
            "Privacy policy",
            "What we promise, and what changed in each version.",
            Destination.POLICY,
        ),
        tile(
            Icon.PROCESSORS,
            "Processors",
            "Which companies work with your data for us, what for and in which country.",
            Destination.PROCESSORS,
        ),
        tile(
            Icon.COOKIES,
            "Cookies",
            "Which cookies there are, how long they stay and what you choose yourself.",
            Destination.COOKIES,
        ),
        tile(
            Icon.PREFERENCES,
            "Newsletters and consent",
            "Switch every newsletter and every consent on or off yourself. It counts at once.",
            Destination.PREFERENCES,
        ),
    ],
    "body": [
        section(
            "promises",
            "What you can count on",
            """
            <ul>
              <li>You get an answer to a request within four weeks. You can always see how far it is.</li>
              <li>You pay nothing and you need not send a copy of your passport.</li>
              <li>When our policy changes, you see exactly which words are different.</li>
              <li>This site does not follow you. It holds no cookies of others.</li>
            </ul>
            """,
        ),
    ],
}

RIGHTS = {
    "title": "Your rights",
    "lead": (
        "It is your data, so you have a say in it. A request is free of charge and you get an answer within four weeks."
    ),
    "body": [
        section(
            "how",
            "How it works",
            """
            <ol>
              <li>You choose a right and tell us what you want. That takes about five minutes.</li>
              <li>We check that it is you, with a code in your mail. Usually that is enough.</li>
              <li>In My data you see how far we are and when you will have your answer.</li>
              <li>You get our answer and the reason for it. If you disagree, it says what you can do.</li>
            </ol>
            <p>If four weeks are not enough, you hear before that why, and when it will be. The law gives
              us one month, and two more for a complex request (Article 12 GDPR).</p>
            """,
        ),
        action("File a request", Destination.FILE_REQUEST),
        section(
            "information",
            "Know whether we have data about you",
            """
            <p>You may ask whether we use data about you, and what for (right to be informed, Articles 13
              and 14 GDPR). Many answers are already in the privacy policy and in the register of
              processors.</p>
            """,
        ),
        section(
            "access",
            "See your data",
            """
            <p>You may see which data we have about you, where it comes from, who receives it and how long
              we keep it (right of access, Article 15 GDPR).</p>
            <p>The quickest way is to look yourself: sign in to My data. Everything is there in one
              place.</p>
            """,
        ),
        section(
            "rectification",
            "Have data corrected",
            """
            <p>Is something wrong or missing? Then we put it right (right to rectification, Article 16
              GDPR). We also pass the change on to the companies that had the old data from us.</p>
            """,
        ),
        section(
            "erasure",
            "Have data erased",
            """
            <p>You may ask us to erase your data (right to erasure, Article 17 GDPR). That is possible
              once we no longer need it for our agreement with you.</p>
            <p>Do you still hold a ticket for a show? Then we keep your data up to and including your
              visit. After that we erase everything that tells who you are.</p>
            """,
        ),
        section(
            "restriction",
            "Pause the use of your data",
            """
            <p>Do you disagree with how we use your data, or are we still finding out whether it is
              correct? Then you may ask us to set it aside meanwhile (right to restriction, Article 18
              GDPR). We keep it, but do not use it.</p>
            """,
        ),
        section(
            "objection",
            "Say no (object)",
            """
            <p>Sometimes we use data because we have a good reason of our own, such as a leaflet by post
              or a mail asking how your evening was. You may say no to that (right to object, Article 21
              GDPR). With advertising we always stop, at once.</p>
            <p>Did you give consent, for a newsletter for instance? You withdraw it with one click. That
              is as easy as saying yes.</p>
            """,
        ),
        action("Newsletters and consent", Destination.PREFERENCES),
        section(
            "portability",
            "Take your data with you",
            """
            <p>You may have your data in a file that another company can read (right to data portability,
              Article 20 GDPR). In My data you make such a file yourself.</p>
            """,
        ),
        section(
            "complaint",
            "Complain",
            """
            <p>Do you think we do not treat your data well? Tell us, and we try to put it right. You can
              also turn to our data protection officer, who watches over us and decides independently. And
              you may always, also right away, complain to the Dutch data protection authority, the
              Autoriteit Persoonsgegevens (Article 77 GDPR).</p>
            """,
        ),
        note(
            "No account? No problem",
            """
            <p>Did you buy tickets without an account, or were you only on a newsletter? Use the e-mail
              address you gave then. We find your data by that too.</p>
            """,
        ),
    ],
}

ACCESSIBILITY = {
    "title": "Accessibility",
    "lead": ("Everyone must be able to use this site. Here is what we do for that, and what is not good yet."),
    "body": [
        section(
            "standard",
            "What we hold ourselves to",
            """
            <p>SPOT Groningen is part of the municipality of Groningen. So this site has to meet the Dutch
              decree on digital accessibility of public bodies (Besluit digitale toegankelijkheid
              overheid). It asks for level AA of the WCAG guidelines. We work with WCAG 2.2.</p>
            """,
        ),
        section(
            "status",
            "How far we are",
            """
            <p>We tested this site ourselves. An independent examination has not been done yet. So we do
              not claim that the site complies fully.</p>
            <p>With every change a computer tests all pages: in Dutch and English, light and dark, on a
              large and a small screen. A computer does not find everything. A test with people who use a
              screen reader or magnification is still to come.</p>
            """,
        ),
        section(
            "limits",
            "What is not good yet",
            """
            <ul>
              <li>Files that you or someone else sends with a request are not converted. They can be hard
                to read for others.</li>
              <li>Documents of companies we work with are not made by us. The page says what is in
                them.</li>
              <li>We do not change the text of old versions of the privacy policy, even where it is hard
                to read.</li>
            </ul>
            """,
        ),
        section(
            "contact",
            "Is something not working for you?",
            """
            <p>Mail us at the address at the bottom of this page. Say which page it is, what you wanted to
              do and what went wrong. You get an answer within five working days. If you cannot read the
              information, we give it in another way, for instance in a mail or on the phone.</p>
            <p>If our answer does not help, you can complain to the municipality of Groningen and after
              that to the National Ombudsman.</p>
            """,
        ),
        section(
            "date",
            "About this statement",
            """
            <p>We wrote this statement on {date}. We look at it again every year, and sooner when the site
              changes much.</p>
            """,
        ),
    ],
}

VULNERABILITY = {
    "title": "Report a vulnerability",
    "lead": "Did you find a weak spot in this site? Tell us. We mend it and we thank you.",
    "body": [
        section(
            "how",
            "How to report",
            """
            <p>Our address for reports is in <a href="/.well-known/security.txt">security.txt</a>. Briefly
              write:</p>
            <ul>
              <li>at which address you found the weak spot;</li>
              <li>which steps you took, so that we can repeat them;</li>
              <li>what someone could do with it.</li>
            </ul>
            <p>You need not give your name.</p>
            """,
        ),
        section(
            "promise",
            "What you may expect of us",
            """
            <ul>
              <li>Within three working days you hear that we have your report.</li>
              <li>Within ten working days you hear what we think of it and when it will be mended.</li>
              <li>We pass your name on to nobody, unless the law forces us.</li>
              <li>You may write about it once it is mended. We like to agree on the moment.</li>
            </ul>
            """,
        ),
        section(
            "rules",
            "What we ask of you",
            """
            <ul>
              <li>Do not look at, copy or change data of others. Show that it is possible, then stop.</li>
              <li>Do not take the site down and do not send anyone fake mail.</li>
              <li>Do not tell others yet while we work on it.</li>
            </ul>
            <p>If you keep to this, we do not press charges.</p>
            """,
        ),
        note(
            "Personal data in the open?",
            """
            <p>Did you see personal data of others? Say so right away. We then also treat your report as a
              possible data breach.</p>
            """,
        ),
    ],
}

PAGES = {"rights": RIGHTS, "accessibility": ACCESSIBILITY, "vulnerability": VULNERABILITY}
